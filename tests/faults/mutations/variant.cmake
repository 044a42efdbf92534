# SPDX-License-Identifier: GPL-3.0-or-later
# Writes OUTPUT: SOURCE with each text of the list FROM replaced by the one of TO at the same place. Fails when there is
# none, so that a variant never quietly becomes the real thing.
file(READ "${SOURCE}" text)
foreach(from to IN ZIP_LISTS FROM TO)
  string(REPLACE "${from}" "${to}" broken "${text}")
  if(broken STREQUAL text)
    message(FATAL_ERROR "${SOURCE} no longer has: ${from}")
  endif()
  set(text "${broken}")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
