"""The pad on the window: 为您服务，请您评价."""
