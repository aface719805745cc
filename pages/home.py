"""A sign to the overview: the address "/" itself shows nothing of its own."""

import streamlit as st

st.switch_page("progress/overview.py", query_params=st.query_params.to_dict())
