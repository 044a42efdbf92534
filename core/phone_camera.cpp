// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/phone_camera.h"

#include "core/hash.h"
#include "core/rule_support.h"

#include <boost/json/array.hpp>

namespace bayline::core {

namespace json = boost::json;

Outcome<Events> Decide(const WorkOrder& order, const OpenCamera& intent, const Actor& actor)
{
    constexpr std::size_t kTokenCharacters = 43; // 256 bits in base64url
    constexpr std::size_t kMostSubjects = 200;
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (intent.token.size() < kTokenCharacters || intent.subjects.empty()) {
        return Refusal{.code = "camera.no_link",
                       .sentence = N_("The link for the phone could not be made. Please try again."),
                       .arguments = {},
                       .field = {}};
    }
    json::array subjects;
    for (const auto& subject : intent.subjects) {
        if (subjects.size() == kMostSubjects) {
            break;
        }
        json::object entry{{"kind", subject.kind}, {"title", subject.title}};
        if (!subject.item.IsNil()) {
            entry["item_id"] = subject.item.Text();
        }
        subjects.push_back(std::move(entry));
    }
    return Events{{"camera.opened",
                   {{"camera_id", intent.id.Text()},
                    {"token_sha256", Sha256Hex(intent.token)},
                    {"title", intent.title},
                    {"expires_at", ToRfc3339(actor.now + kCameraLasts)},
                    {"subjects", std::move(subjects)}}}};
}

} // namespace bayline::core
