// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demo/drawing/scene.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace drawing {
namespace {

/// A workshop's surroundings: dark below, grey walls, two bright strips of lamps above.
V Surroundings(V d)
{
    V c = Mix({0.16F, 0.16F, 0.17F}, {0.52F, 0.55F, 0.58F}, Step(-0.5F, 0.9F, d.y));
    if (d.y > 0.12F) {
        const float u = d.x / d.y, w = d.z / d.y;
        for (const float at : {-1.1F, 0.9F})
            c = c + V{2.6F, 2.6F, 2.5F} * (Step(0.34F, 0.26F, std::fabs(u - at)) * Step(3.2F, 2.6F, std::fabs(w)));
    }
    return c;
}

V Normal(const Scene& s, V p)
{
    constexpr float e = 0.0012F;
    const float d = s.map(p).d;
    return Unit({s.map({p.x + e, p.y, p.z}).d - d, s.map({p.x, p.y + e, p.z}).d - d, s.map({p.x, p.y, p.z + e}).d - d});
}
bool March(const Scene& s, V from, V dir, float far, float& t, int& what)
{
    for (int i = 0; i < 150 && t < far; ++i) {
        const Hit h = s.map(from + dir * t);
        if (h.d < 0.0009F) {
            what = h.what;
            return true;
        }
        t += h.d * 0.85F;
    }
    return false;
}
float Shadow(const Scene& s, V p, V to)
{
    float light = 1, t = 0.03F;
    for (int i = 0; i < 36 && t < 6; ++i) {
        const float d = s.map(p + to * t).d;
        light = std::min(light, 7 * d / t);
        t += std::max(d, 0.03F);
    }
    return Clamp(light);
}
float Openness(const Scene& s, V p, V n)
{
    float sum = 0, weight = 1;
    for (int i = 1; i <= 5; ++i, weight *= 0.7F) {
        const float h = 0.06F * static_cast<float>(i * i) * 0.6F;
        sum += weight * std::max(h - s.map(p + n * h).d, 0.0F) / h;
    }
    return Clamp(1 - 0.36F * sum);
}

V Shade(const Scene& s, V eye, V dir, int depth)
{
    float t = 0.05F;
    int what = 0;
    if (!March(s, eye, dir, 40, t, what))
        return Surroundings(dir) * 0.55F;
    const V p = eye + dir * t;
    const V n = Normal(s, p);
    const Surface m = s.surface(p, n, what);
    const V key = Unit({-0.5F, 0.85F, 0.45F});
    const float open = Openness(s, p, n);
    const float lit = std::max(Dot(n, key), 0.0F) * Shadow(s, p + n * 0.004F, key);
    V light = V{1.15F, 1.12F, 1.05F} * lit + V{0.42F, 0.45F, 0.5F} * (open * (0.55F + 0.45F * n.y)) +
              V{0.18F, 0.17F, 0.16F} * (open * std::max(-Dot(n, dir), 0.0F));
    V colour = m.colour * light * (1 - 0.75F * m.metal);
    const V back = Unit(dir - n * (2 * Dot(dir, n)));
    const float edge = std::pow(1 - std::max(-Dot(n, dir), 0.0F), 5.0F);
    const float mirror = m.gloss * (m.metal > 0 ? 0.75F + 0.25F * edge : 0.05F + 0.75F * edge);
    V seen = Surroundings(back);
    if (depth > 0 && m.gloss > 0.45F)
        seen = Shade(s, p + n * 0.01F, back, depth - 1);
    colour = colour + Mix(seen, seen * m.colour * 1.3F, m.metal) * (mirror * (0.35F + 0.65F * open));
    const V half = Unit(key - dir);
    colour =
        colour + V{1, 1, 0.95F} * (m.gloss * lit * std::pow(std::max(Dot(n, half), 0.0F), 12 + 180 * m.gloss) * 0.8F);
    return Mix(colour, {0.4F, 0.42F, 0.44F}, Step(14, 45, t));
}

} // namespace

void Render(const Scene& s, const std::string& folder)
{
    static const char* const asked = std::getenv("DRAW_WIDTH");
    static const int kWidth = asked != nullptr ? std::atoi(asked) : 1200;
    static const int kHeight = kWidth * 3 / 4;
    std::vector<unsigned char> out(static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(kHeight) * 3);
    const V forward = Unit(s.target - s.eye), right = Unit(Cross(forward, {0, 1, 0})), up = Cross(right, forward);
    auto rows = [&](int first) {
        for (int y = first; y < kHeight; y += 2)
            for (int x = 0; x < kWidth; ++x) {
                V sum{};
                constexpr std::array<std::array<float, 2>, 3> kJitter = {{{0.2F, 0.3F}, {0.75F, 0.1F}, {0.5F, 0.8F}}};
                for (const auto& j : kJitter) {
                    const float u = (static_cast<float>(x) + j[0] - static_cast<float>(kWidth) / 2) /
                                    (static_cast<float>(kHeight) / 2);
                    const float v = (static_cast<float>(kHeight) / 2 - static_cast<float>(y) - j[1]) /
                                    (static_cast<float>(kHeight) / 2);
                    const V c = Shade(s, s.eye, Unit(forward * s.zoom + right * u + up * v), 1);
                    const float vignette = 1 - 0.12F * (u * u + v * v);
                    auto tone = [](float q) {
                        q *= 0.8F;
                        return q * (1 + q * 0.22F) / (q + 0.8F) * 1.1F;
                    };
                    sum = sum + V{tone(c.x), tone(c.y), tone(c.z)} * vignette;
                }
                const std::array<float, 3> rgb = {sum.x / 3, sum.y / 3, sum.z / 3};
                for (int k = 0; k < 3; ++k) {
                    const float grain = (Hash(x, y, k + 91) - 0.5F) * 0.022F;
                    const float value = std::pow(Clamp(rgb[static_cast<std::size_t>(k)] + grain), 1 / 1.75F);
                    out[static_cast<std::size_t>((y * kWidth + x) * 3 + k)] = static_cast<unsigned char>(value * 255);
                }
            }
    };
    std::thread other(rows, 1);
    rows(0);
    other.join();
    FILE* file = std::fopen((folder + "/" + s.name + ".ppm").c_str(), "wb");
    std::fprintf(file, "P6\n%d %d\n255\n", kWidth, kHeight);
    std::fwrite(out.data(), 1, out.size(), file);
    std::fclose(file);
}

} // namespace drawing
