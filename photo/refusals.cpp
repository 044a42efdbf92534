// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/refusals.h"

#include <array>
#include <string>

namespace bayline::photo {
namespace {

struct Sentence
{
    std::string_view code;
    const char* named;   ///< null for what happens to a phone's pictures only
    const char* unnamed; ///< a phone's pictures all have one name, which says nothing
};

constexpr std::array kSentences = {
    Sentence{"photo.empty", N_("The file {1} is empty."), N_("The file is empty. Please take the picture again.")},
    Sentence{"photo.not_a_photo", N_("{1} is not a photo: only JPEG, PNG, WebP and HEIC pictures can be added."),
             N_("This is not a photo: only JPEG, PNG, WebP and HEIC pictures can be added.")},
    Sentence{"photo.file_too_big", N_("The photo {1} is larger than 20 MB. Please take a smaller one."),
             N_("The photo is larger than 20 MB. Please take a smaller one.")},
    Sentence{"photo.too_many_pixels", N_("The photo {1} has more than 50 million pixels. Please take a smaller one."),
             N_("The photo has more than 50 million pixels. Please take a smaller one.")},
    Sentence{"photo.side_too_long",
             N_("The photo {1} is more than 16 384 pixels wide or high. Please take a smaller one."),
             N_("The photo is more than 16 384 pixels wide or high. Please take a smaller one.")},
    Sentence{"photo.animated", N_("{1} is a moving picture. Please add a still photo."),
             N_("This is a moving picture. Please take a still photo.")},
    Sentence{"photo.too_much_metadata", N_("The photo {1} carries more than 8 MB of hidden data and was refused."),
             N_("The photo carries more than 8 MB of hidden data. Please take it again.")},
    Sentence{"photo.damaged", N_("The photo {1} is damaged or cut off. Please take or copy it again."),
             N_("The photo is damaged or cut off. Please take it again.")},
    Sentence{"photo.timeout", N_("The photo {1} took too long to read and was refused. Please take it again."),
             N_("The photo took too long to read. Please take it again.")},
    Sentence{"photo.changed_on_the_way", nullptr, N_("The photo arrived changed. Please take it again.")},
    Sentence{"photo.gone", nullptr, N_("The customer app no longer has this picture. Please take it again.")},
};
constexpr Sentence kHelperDied{"photo.helper_died",
                               N_("The photo {1} was refused: it could not be read safely. Please take it again."),
                               N_("The photo could not be read safely. Please take it again.")};

} // namespace

core::Refusal RefusalFor(std::string_view code, std::string_view sourceName)
{
    auto said = kHelperDied;
    for (const auto& sentence : kSentences)
        if (sentence.code == code)
            said = sentence;
    if (sourceName.empty() || said.named == nullptr)
        return {std::string(said.code), said.unnamed, {}, "photo"};
    return {std::string(said.code), said.named, {std::string(sourceName)}, "photo"};
}

} // namespace bayline::photo
