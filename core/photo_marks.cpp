// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/photo_marks.h"

#include "core/json_reader.h"
#include "core/text.h"
#include "core/words.h"

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::array<words::Word<MarkKind>, 4> kKinds = {{
    {MarkKind::Arrow, "arrow", ""},
    {MarkKind::Circle, "circle", ""},
    {MarkKind::Text, "text", ""},
    {MarkKind::Blur, "blur", ""},
}};

constexpr std::array<words::Word<MarkColour>, 3> kColours = {{
    {MarkColour::Red, "red", ""},
    {MarkColour::Yellow, "yellow", ""},
    {MarkColour::White, "white", ""},
}};

json::string Text(std::string_view text)
{
    return json::string(text.data(), text.size());
}

} // namespace

std::string_view ToWord(MarkKind kind)
{
    return words::Find(kKinds, kind).word;
}

std::optional<MarkKind> MarkKindFromWord(std::string_view word)
{
    return words::FromWord(kKinds, word);
}

std::string_view ToWord(MarkColour colour)
{
    return words::Find(kColours, colour).word;
}

std::optional<MarkColour> MarkColourFromWord(std::string_view word)
{
    return words::FromWord(kColours, word);
}

bool HidesSomething(const std::vector<PhotoMark>& marks)
{
    return std::any_of(marks.begin(), marks.end(), [](const PhotoMark& mark) { return mark.kind == MarkKind::Blur; });
}

Outcome<std::vector<PhotoMark>> CheckMarks(std::vector<PhotoMark> marks)
{
    constexpr std::size_t kMost = 100;
    constexpr std::size_t kLongest = 200;
    if (marks.size() > kMost) {
        return Refusal{.code = "photo.too_many_marks",
                       .sentence = N_("A photo takes at most 100 marks."),
                       .arguments = {},
                       .field = "marks"};
    }
    for (auto& mark : marks) {
        for (int* corner : {&mark.x1, &mark.y1, &mark.x2, &mark.y2}) {
            *corner = std::clamp(*corner, 0, kMarkScale);
        }
        mark.text = CleanLine(mark.text);
        if (mark.kind == MarkKind::Text && (mark.text.empty() || CountCharacters(mark.text) > kLongest)) {
            return Refusal{.code = "photo.mark_text",
                           .sentence = N_("A text on a photo has 1 to 200 characters."),
                           .arguments = {},
                           .field = "text"};
        }
    }
    return marks;
}

json::array ToJson(const std::vector<PhotoMark>& marks)
{
    json::array list;
    for (const auto& mark : marks) {
        list.push_back(json::object{{"kind", Text(ToWord(mark.kind))},
                                    {"x1", mark.x1},
                                    {"y1", mark.y1},
                                    {"x2", mark.x2},
                                    {"y2", mark.y2},
                                    {"colour", Text(ToWord(mark.colour))},
                                    {"text", mark.text}});
    }
    return list;
}

std::vector<PhotoMark> MarksFromJson(const json::array& list)
{
    std::vector<PhotoMark> marks;
    for (const auto& value : list) {
        const auto* object = value.if_object();
        if (object == nullptr) {
            throw JsonReader::Bad("mark");
        }
        const JsonReader reader(*object);
        const auto corner = [&](const char* name) { return static_cast<int>(reader.Integer(name)); };
        marks.push_back({.kind = reader.Word("kind", MarkKindFromWord),
                         .x1 = corner("x1"),
                         .y1 = corner("y1"),
                         .x2 = corner("x2"),
                         .y2 = corner("y2"),
                         .colour = reader.Word("colour", MarkColourFromWord),
                         .text = reader.TextOr("text")});
    }
    return marks;
}

} // namespace bayline::core
