// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/certificate.h"
#include "tests/faults/scenario_list.h"
#include "tests/faults/story.h"

#include <stdexcept>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

/// The portal once more on the same database, speaking TLS.
class TlsPortal
{
public:
    TlsPortal(Scene& scene, bool expired) : m_certificate(scene.Scratch() / (expired ? "old.pem" : "good.pem"))
    {
        constexpr int kStarts = 15'000;
        const auto key = scene.Scratch() / "key.pem";
        WriteCertificate(m_certificate, key, expired);
        m_child = std::make_unique<bench::Child>(
            std::vector<std::string>{scene.Program("bayline-portal").string(), "serve", "--listen", "127.0.0.1:0",
                                     "--tls-cert", m_certificate.string(), "--tls-key", key.string()},
            std::vector<std::string>{"BAYLINE_PORTAL_DATABASE=" + scene.PortalDatabase().conninfo},
            scene.Log().string());
        if (!m_child->WaitForLine("listening", kStarts)) {
            throw std::runtime_error("the portal with TLS did not start");
        }
        const auto said = m_child->Output();
        m_port = static_cast<unsigned short>(std::stoi(said.substr(said.rfind(':') + 1)));
    }

    [[nodiscard]] unsigned short Port() const { return m_port; }
    [[nodiscard]] std::string Certificate() const { return m_certificate.string(); }

private:
    std::filesystem::path m_certificate;
    std::unique_ptr<bench::Child> m_child;
    unsigned short m_port = 0;
};

void UseAddress(Story& story, unsigned short port)
{
    story.Owner().Execute("update bayline.app_link set url = :url",
                          {{"url", "https://127.0.0.1:" + std::to_string(port)}});
}

} // namespace

ScenarioResult BrokenTls(Scene& scene, const ScenarioOptions& options)
{
    constexpr int kLongestHandshake = 1'600; ///< bytes of one direction
    ScenarioResult result;
    Story story(scene, options.seed, {.relays = 0});
    story.CheckIn(0);
    {
        const TlsPortal portal(scene, false);
        TcpProxy line({.port = portal.Port(), .socketPath = {}}, options.seed);
        UseAddress(story, line.Port());
        const Dice dice(options.seed, "tls");
        const int stride = options.full ? 40 : 250;
        for (const bool up : {true, false}) {
            for (int after = 0; after < kLongestHandshake;
                 after += 1 + static_cast<int>(dice.Number(std::to_string(after), stride))) {
                LineWeather weather;
                (up ? weather.cutUpAfter : weather.cutDownAfter) = static_cast<std::size_t>(after);
                story.Promise(0);
                line.Set(weather);
                const bool done = story.RelayOnce({}, {"--ca-file", portal.Certificate()}) == EXIT_SUCCESS;
                result.struck += line.Counts().cuts > 0 ? 1 : 0;
                if (done && story.Waiting() != 0) {
                    result.violations.push_back(
                        {"tls.cut", "the relay says done and " + std::to_string(story.Waiting()) + " events wait"});
                }
                line.Calm();
            }
        }
        int tries = 0;
        while (story.RelayOnce({}, {"--ca-file", portal.Certificate()}) != EXIT_SUCCESS && ++tries < 5) {
        }
    }
    auto found = story.Check("after cuts in the handshake");
    result.violations.insert(result.violations.end(), found.begin(), found.end());
    story.Promise(0);
    {
        const TlsPortal portal(scene, true);
        UseAddress(story, portal.Port());
        ++result.struck;
        if (story.RelayOnce({}, {"--ca-file", portal.Certificate()}) == EXIT_SUCCESS || story.Waiting() == 0) {
            result.violations.push_back({"tls.expired", "an old certificate was believed"});
        }
    }
    const TlsPortal portal(scene, false);
    UseAddress(story, portal.Port());
    ++result.struck;
    if (story.RelayOnce() == EXIT_SUCCESS || story.Waiting() == 0) {
        result.violations.push_back({"tls.stranger", "a certificate of nobody was believed"});
    }
    if (story.RelayOnce({}, {"--ca-file", portal.Certificate()}) != EXIT_SUCCESS) {
        result.violations.push_back({"tls.good", "a good certificate was not believed"});
    }
    found = story.Check("after bad certificates");
    result.violations.insert(result.violations.end(), found.begin(), found.end());
    scene.Close();
    return result;
}

} // namespace bayline::faults
