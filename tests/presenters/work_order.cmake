# SPDX-License-Identifier: GPL-3.0-or-later
# Tests of the work-order window's presenters.
set(BAYLINE_WORK_ORDER_PRESENTER_TESTS
  annotation_presenter_test.cpp
  bill_presenter_test.cpp
  folder_watch_test.cpp
  inspection_presenter_test.cpp
  invoice_presenter_test.cpp
  photo_presenter_test.cpp
  quote_presenter_test.cpp
  repair_presenter_test.cpp
  work_order_presenter_test.cpp)
