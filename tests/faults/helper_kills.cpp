// SPDX-License-Identifier: GPL-3.0-or-later
// A technician's phone sends pictures, and the program that cleans them is killed at each of its calls. A helper that
// dies says nothing about the picture: it must end up in the order, once.
#include "core/hash.h"
#include "core/random.h"
#include "db/photos.h"
#include "portal/encoding.h"
#include "sync/http_client.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace bayline::faults {

namespace {

/// The technician's phone.
class Phone
{
public:
    Phone(unsigned short port, std::string token)
        : m_camera("http://127.0.0.1:" + std::to_string(port) + "/camera/"), m_token(std::move(token))
    {
    }

    /// Tells of a picture and sends it; its id.
    std::string Send(const std::string& bytes)
    {
        const auto id = core::PhotoId::New().Text();
        std::string about;
        const auto add = [&](const std::string& key, const std::string& value) {
            about += (about.empty() ? "" : ",") + key + " " + portal::ToBase64(value);
        };
        add("picture_id", id);
        add("number", std::to_string(++m_sent));
        add("sha256", core::Sha256Hex(bytes));
        add("content_type", "image/jpeg");
        add("kind", "before");
        add("name", "IMG_1.jpg");
        add("taken_at", "2026-11-22T02:40:00Z");
        Ask("POST", "pictures", {{"Upload-Length", std::to_string(bytes.size())}, {"Upload-Metadata", about}}, "");
        Ask("PATCH", "pictures/" + id, {{"Upload-Offset", "0"}, {"Content-Type", "application/offset+octet-stream"}},
            bytes);
        return id;
    }

private:
    void Ask(const std::string& method, const std::string& path,
             std::vector<std::pair<std::string, std::string>> headers, const std::string& body)
    {
        headers.emplace_back("Authorization", "Camera " + m_token);
        headers.emplace_back("Tus-Resumable", "1.0.0");
        const auto reply =
            m_http.Send({.method = method, .url = m_camera + path, .headers = headers, .body = body, .timeouts = {}},
                        std::stop_token());
        if (reply.status / 100 != 2) {
            throw std::runtime_error("the portal did not take a phone's picture: " + std::to_string(reply.status));
        }
    }

    std::string m_camera;
    std::string m_token;
    sync::HttpClient m_http;
    int m_sent = 0;
};

std::string RealPicture()
{
    std::ifstream in(std::string(BAYLINE_FAULTS_DIR) + "/../../resources/demo/photos/brake_pad_worn.jpg",
                     std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A program that dies at its Nth call of a kind.
void WriteDying(const std::filesystem::path& file, const std::filesystem::path& program, const std::string& call,
                int when)
{
    {
        std::ofstream script(file);
        script << "#!/bin/sh\nexec";
        for (const auto& word : KillAt(call, when)) {
            script << " '" << word << "'";
        }
        script << " '" << program.string() << "'\n";
    }
    std::filesystem::permissions(file, std::filesystem::perms(0755));
}

/// The helper that reads everything, or the one for plain JPEGs that is asked first.
std::string DyingHelper(const Scene& scene, const std::string& program, const std::string& call, int when)
{
    const auto file = scene.Scratch() / ("helper_" + program + call + std::to_string(when));
    WriteDying(file, scene.Program("bayline-photo"), call, when);
    if (program == "bayline-photo-jpeg") {
        WriteDying(file.string() + "-jpeg", scene.Program(program), call, when);
    }
    return file.string();
}

/// Sends one picture, kills the helper over it once, then lets it live. False when it was not killed any more.
bool KillHelperAt(Story& story, Phone& phone, const std::string& program, const std::string& call, int when,
                  ScenarioResult& result)
{
    const auto& scene = story.Stage();
    const auto place = program + " killed at " + call + " " + std::to_string(when);
    const auto order = story.Script(0).WorkOrder();
    const auto id = phone.Send(RealPicture());
    const auto stored = [&] {
        const auto photos = db::LoadPhotos(story.Desk(), order);
        return std::ranges::count_if(photos, [&](const auto& photo) { return photo.id.Text() == id; });
    };
    static_cast<void>(
        story.RelayOnce({"/usr/bin/env", "BAYLINE_PHOTO_HELPER=" + DyingHelper(scene, program, call, when)}));
    const bool killed = stored() == 0;
    constexpr int kTries = 5;
    for (int i = 0; i < kTries && story.RelayOnce() != EXIT_SUCCESS; ++i) {
    }
    if (stored() != 1) {
        result.violations.push_back({"picture.once", place + ": " + std::to_string(stored()) + " photos of it"});
    }
    for (const auto& left : db::LoadPhonePictures(story.Desk(), order)) {
        result.violations.push_back({"picture.left", place + ": " + left.state + " " + left.reason});
    }
    if (story.Portal().Text("select count(*)::text from public.picture_part") != "0") {
        result.violations.push_back({"picture.kept", place + ": the portal still has bytes of a phone's picture"});
    }
    result.struck += killed ? 1 : 0;
    return killed;
}

} // namespace

ScenarioResult SweepHelperKills(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kMost = 600;
    constexpr int kStride = 180;
    ScenarioResult result;
    if (KillAt("read", 1).empty()) {
        result.skipped = "strace is not installed";
        return result;
    }
    Story story(scene, options.seed, {.relays = 0});
    story.CheckIn(0);
    const auto token = story.OpenCamera(0);
    while (story.RelayOnce() != EXIT_SUCCESS) {
    }
    Phone phone(scene.PortalPort(), token);
    for (const std::string program : {"bayline-photo", "bayline-photo-jpeg"}) {
        for (const std::string call : {"read", "mmap", "write"}) {
            const Dice dice(options.seed, "helper sweep " + program + call);
            int when = 1;
            while (when < kMost && KillHelperAt(story, phone, program, call, when, result)) {
                when += options.full ? 1 : 1 + static_cast<int>(dice.Number(std::to_string(when), kStride));
            }
            result.note += program + ": " + call + " up to " + std::to_string(when) + "; ";
        }
    }
    while (story.RelayOnce() != EXIT_SUCCESS) {
    }
    const auto found = story.Check("after the helper's deaths");
    result.violations.insert(result.violations.end(), found.begin(), found.end());
    scene.Close();
    return result;
}

} // namespace bayline::faults
