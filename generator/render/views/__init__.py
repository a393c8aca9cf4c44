"""What templates show, worked out from the model: small, pure, tested as data."""
