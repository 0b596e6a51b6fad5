"""The pad on the window: 为您服务，请您评价."""

from evaluator.live import screen
from evaluator.routes import bp

__all__ = ["bp", "screen"]
