"""The web: shell, address, reading, routes. Only this package, the pages and ``app.py`` know Streamlit."""
