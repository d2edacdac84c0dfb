"""The way of a tie through the councils: papers, bodies in their order, meetings with what came of them."""
