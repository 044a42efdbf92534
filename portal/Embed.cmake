# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DOUTPUT=… -DROOT=… -DFILES=a;b -P Embed.cmake: writes the files into a C++ table of bayline::portal::EmbeddedFile.
set(body "// Written by portal/Embed.cmake.\n#include \"portal/embedded_files.h\"\n\nnamespace bayline::portal {\n\nnamespace {\n\n")
set(table "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${ROOT}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND body "const unsigned char kFile${index}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${file}\", {reinterpret_cast<const char*>(kFile${index}), sizeof(kFile${index}) - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND body "\nconst EmbeddedFile kFiles[] = {\n${table}};\n\n} // namespace\n\n"
  "std::span<const EmbeddedFile> EmbeddedFiles()\n{\n    return kFiles;\n}\n\n} // namespace bayline::portal\n")
file(WRITE ${OUTPUT} "${body}")
