"""How the Tesseract model of this project was made from Debian's model for Bengali script."""
