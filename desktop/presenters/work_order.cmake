# SPDX-License-Identifier: GPL-3.0-or-later
# Presenters of the work-order window.
set(BAYLINE_WORK_ORDER_PRESENTERS
  bill_presenter.cpp
  documents.cpp
  inspection_presenter.cpp
  invoice_presenter.cpp
  photo_intake.cpp
  photo_presenter.cpp
  quote_form.cpp
  quote_presenter.cpp
  repair_presenter.cpp
  timeline_presenter.cpp
  timeline_sentences.cpp
  work_order_deed.cpp
  work_order_header.cpp
  work_order_presenter.cpp
  work_order_refusals.cpp)
