"""What screens show: one frozen dataclass per screen, whole, of plain values with ids as strings.

One file for each room, which draws its own in `<room>/live.py`. Their types are written into
`web/static/pictures.d.ts`, so that a renamed field fails in the browser's code. `seq` is the journal's newest
number as read before drawing.
"""
