# SPDX-License-Identifier: GPL-3.0-or-later
# Writes icon_data.h: every icon's drawing, so that the program finds them wherever it is started.
# cmake -DICONS="a.svg;b.svg" -DOUTPUT=icon_data.h -P embed.cmake
set(text "// SPDX-License-Identifier: GPL-3.0-or-later\n// Made by resources/icons/embed.cmake.\n#pragma once\n\n")
string(APPEND text "#include <string_view>\n\nnamespace bayline::desktop {\n\n")
string(APPEND text "struct IconData\n{\n    std::string_view name;\n    std::string_view svg;\n};\n\n")
string(APPEND text "inline constexpr IconData kIconData[] = {\n")
string(REPLACE "|" ";" files "${ICONS}")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} svg)
  string(APPEND text "    {\"${name}\", R\"svg(${svg})svg\"},\n")
endforeach()
string(APPEND text "};\n\n} // namespace bayline::desktop\n")
file(WRITE ${OUTPUT} "${text}")
