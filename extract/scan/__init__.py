"""Pictures of pages: upright and straight, their grid, and two readers that check each other."""
