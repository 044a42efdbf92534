// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/story.h"

#include "core/failure.h"
#include "core/phone_camera.h"
#include "core/random.h"
#include "db/photos.h"
#include "db/settings.h"
#include "db/work_order_store.h"
#include "tests/faults/checker.h"

#include <set>
#include <stdexcept>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

void Want(const core::Outcome<db::Appended>& answer)
{
    if (!answer) {
        throw std::runtime_error("a scenario's deed was refused: " + answer.FirstRefusal().Text());
    }
}

} // namespace

Story::Story(Scene& scene, std::uint64_t seed, const Setting& setting)
    : m_scene((scene.Open(setting), scene)), m_seed(seed), m_owner(scene.ShopOwner()), m_portal(scene.PortalDatabase()),
      m_desk(scene.Device("desk"))
{
    SignIn();
}

void Story::SignIn()
{
    m_advisor = bench::BenchShop::SignIn(m_desk, {.number = "101"});
    m_shop = db::LoadShop(m_desk);
}

void Story::Reconnect()
{
    m_owner.Close();
    m_portal.Close();
    m_desk.Close();
}

void Story::CheckIn(int order)
{
    const auto script = Script(order);
    const auto decided = core::Decide(script.Form(), m_shop, m_advisor.Actor());
    if (!decided) {
        throw std::runtime_error("a check-in was refused: " + decided.FirstRefusal().Text());
    }
    Want(db::AppendEvents(m_desk, m_advisor, core::OperationId::New(), decided.Value()));
}

void Story::Promise(int order)
{
    const auto to = core::Now() + 24h + std::chrono::minutes(++m_made);
    Want(db::Execute(m_desk, m_advisor, Script(order).WorkOrder(), core::OperationId::New(),
                     [&](const core::WorkOrder& now, const core::Actor& actor) {
                         return core::Decide(now, core::ChangePromise{now.promisedAt, to, "Parts are late"}, actor);
                     }));
}

void Story::Photo(int order, std::size_t bytes)
{
    const auto script = Script(order);
    const auto name = "story photo " + std::to_string(++m_made);
    std::vector<std::uint8_t> picture{0xFF, 0xD8, 0xFF, 0xE0};
    picture.reserve(bytes);
    for (std::uint64_t piece = script.Choice().Number(name, 1'000'000'007); picture.size() < bytes;) {
        piece = piece * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        picture.push_back(static_cast<std::uint8_t>(piece >> 56U));
    }
    auto thumb = picture;
    thumb.resize(std::min<std::size_t>(thumb.size(), 500));
    thumb.push_back(7);
    const auto sha256 = db::StoreBlob(m_desk, m_advisor, picture, "image/jpeg");
    const auto thumbSha256 = db::StoreBlob(m_desk, m_advisor, thumb, "image/jpeg");
    Want(db::AppendToPhotoStream(m_desk, m_advisor, script.WorkOrder(), core::OperationId::New(),
                                 {{"photo.added",
                                   {{"photo_id", script.Choice().Uuid(name)},
                                    {"sha256", sha256},
                                    {"thumb_sha256", thumbSha256},
                                    {"width", 640},
                                    {"height", 480},
                                    {"bytes", picture.size()},
                                    {"kind", "walk_round"},
                                    {"caption", "front"},
                                    {"source_name", "IMG_0001.JPG"}}}}));
}

std::string Story::OpenCamera(int order)
{
    const core::OpenCamera link{.id = core::CameraId::New(),
                                .token = core::NewLinkToken(),
                                .title = "Story",
                                .subjects = {{.kind = "before", .title = "Before"}}};
    Want(db::Execute(
        m_desk, m_advisor, Script(order).WorkOrder(), core::OperationId::New(),
        [&](const core::WorkOrder& now, const core::Actor& actor) { return core::Decide(now, link, actor); }));
    return link.token;
}

bool Story::Look(int order)
{
    auto& page = m_pages.try_emplace(order, m_scene.PortalPort(), Script(order).LinkToken()).first->second;
    if (!page.IsOpen() && !page.Open()) {
        return false;
    }
    const auto state = page.Get("state");
    return state && state->status == 200 &&
           page.Post("viewed", {{"public_seq", state->body.at("public_seq")}}).has_value();
}

int Story::RelayOnce(const std::vector<std::string>& under, const std::vector<std::string>& more)
{
    auto command = under;
    const auto relay = m_scene.RelayCommand();
    command.insert(command.end(), relay.begin(), relay.end());
    command.push_back("--once");
    command.insert(command.end(), more.begin(), more.end());
    bench::Child child(command, m_scene.RelayEnvironment(0), m_scene.Log().string());
    return child.Wait();
}

bool Story::Drained(std::chrono::milliseconds patience)
{
    const auto deadline = Clock::now() + patience;
    while (!HasDrained(m_scene)) {
        if (Clock::now() > deadline) {
            return false;
        }
        m_scene.Tend();
        std::this_thread::sleep_for(10ms);
    }
    return true;
}

int Story::Waiting()
{
    return std::stoi(
        m_owner.Text("select coalesce(sum(public_head - acked), 0)::text from bayline.delivery").value_or("-1"));
}

std::vector<db::Violation> Story::Check(const std::string& where)
{
    auto violations = CheckDelivery(m_scene);
    for (auto& violation : violations) {
        violation.detail += " (" + where + ")";
    }
    return violations;
}

std::size_t SentAgain(const std::vector<HttpProxy::Batch>& batches, std::size_t from)
{
    std::set<std::string> seen;
    std::size_t again = 0;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        for (const auto& id : batches[i].events) {
            again += !seen.insert(id).second && i >= from ? 1 : 0;
        }
    }
    return again;
}

std::vector<std::string> KillAt(const std::string& call, int when)
{
    static constexpr auto kStrace = "/usr/bin/strace";
    if (!std::filesystem::exists(kStrace)) {
        return {};
    }
    return {kStrace,
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":signal=SIGKILL:when=" + std::to_string(when)};
}

} // namespace bayline::faults
