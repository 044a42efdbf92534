// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// Scenes of distance fields: what a point is made of and how far it is from the next surface.
namespace drawing {

constexpr float kPi = 3.14159265F;

struct V
{
    float x = 0, y = 0, z = 0;
    V operator+(V b) const { return {x + b.x, y + b.y, z + b.z}; }
    V operator-(V b) const { return {x - b.x, y - b.y, z - b.z}; }
    V operator*(float s) const { return {x * s, y * s, z * s}; }
    V operator*(V b) const { return {x * b.x, y * b.y, z * b.z}; }
};
inline float Dot(V a, V b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline V Cross(V a, V b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float Len(V a)
{
    return std::sqrt(Dot(a, a));
}
inline V Unit(V a)
{
    return a * (1.0F / std::max(Len(a), 1e-6F));
}
inline V Mix(V a, V b, float t)
{
    return a * (1 - t) + b * t;
}
inline float Clamp(float x, float lo = 0, float hi = 1)
{
    return std::min(std::max(x, lo), hi);
}
inline float Step(float a, float b, float x)
{
    const float t = Clamp((x - a) / (b - a));
    return t * t * (3 - 2 * t);
}

inline float Hash(int x, int y, int z)
{
    unsigned h = static_cast<unsigned>(x) * 374761393U + static_cast<unsigned>(y) * 668265263U +
                 static_cast<unsigned>(z) * 2147483647U;
    h = (h ^ (h >> 13)) * 1274126177U;
    return static_cast<float>((h ^ (h >> 16)) & 0xFFFF) / 65535.0F;
}
inline float Noise(V p)
{
    const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y)),
              z = static_cast<int>(std::floor(p.z));
    auto f = [](float v) {
        v -= std::floor(v);
        return v * v * (3 - 2 * v);
    };
    const float u = f(p.x), v = f(p.y), w = f(p.z);
    auto lerp = [](float a, float b, float t) { return a + (b - a) * t; };
    auto plane = [&](int k) {
        return lerp(lerp(Hash(x, y, k), Hash(x + 1, y, k), u), lerp(Hash(x, y + 1, k), Hash(x + 1, y + 1, k), u), v);
    };
    return lerp(plane(z), plane(z + 1), w);
}
inline float Cloud(V p)
{
    float sum = 0, weight = 0.5F;
    for (int i = 0; i < 4; ++i, p = p * 2.03F, weight *= 0.5F)
        sum += weight * Noise(p);
    return sum / 0.9375F;
}

// Distances.
inline float Box(V p, V half, float round)
{
    const V q{std::fabs(p.x) - half.x + round, std::fabs(p.y) - half.y + round, std::fabs(p.z) - half.z + round};
    const V o{std::max(q.x, 0.0F), std::max(q.y, 0.0F), std::max(q.z, 0.0F)};
    return Len(o) + std::min(std::max(q.x, std::max(q.y, q.z)), 0.0F) - round;
}
inline float Disc(float radial, float along, float radius, float half, float round)
{
    const float a = radial - radius + round, b = std::fabs(along) - half + round;
    return std::min(std::max(a, b), 0.0F) + std::hypot(std::max(a, 0.0F), std::max(b, 0.0F)) - round;
}
inline float CylZ(V p, float radius, float half, float round)
{
    return Disc(std::hypot(p.x, p.y), p.z, radius, half, round);
}
inline float CylY(V p, float radius, float half, float round)
{
    return Disc(std::hypot(p.x, p.z), p.y, radius, half, round);
}
inline float Capsule(V p, V a, V b, float r)
{
    const V pa = p - a, ba = b - a;
    return Len(pa - ba * Clamp(Dot(pa, ba) / Dot(ba, ba))) - r;
}
inline float SmoothMax(float a, float b, float k)
{
    const float h = std::max(k - std::fabs(a - b), 0.0F) / k;
    return std::max(a, b) + h * h * k * 0.25F;
}
inline float Polygon(float x, float y, const std::vector<std::array<float, 2>>& points)
{
    float d = 1e9F;
    bool inside = false;
    for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
        const float ex = points[j][0] - points[i][0], ey = points[j][1] - points[i][1];
        const float wx = x - points[i][0], wy = y - points[i][1];
        const float t = Clamp((wx * ex + wy * ey) / (ex * ex + ey * ey));
        d = std::min(d, std::hypot(wx - ex * t, wy - ey * t));
        if ((points[i][1] > y) != (points[j][1] > y) && x < ex * (y - points[i][1]) / ey + points[i][0])
            inside = !inside;
    }
    return inside ? -d : d;
}

struct Surface
{
    V colour{0.5F, 0.5F, 0.5F};
    float gloss = 0.3F; ///< 0 dull … 1 mirror
    float metal = 0;
};
struct Hit
{
    float d = 1e9F;
    int what = 0;
    void Add(float other, int id)
    {
        if (other < d) {
            d = other;
            what = id;
        }
    }
};
struct Scene
{
    std::string name;
    V eye, target;
    float zoom = 1.6F;
    std::function<Hit(V)> map;
    std::function<Surface(V, V, int)> surface;
};

/// What the workshop is made of.
inline Surface Steel(V p, float rust)
{
    const float spots = Clamp(Step(0.48F, 0.68F, Cloud(p * 5)) * rust);
    return {Mix({0.62F, 0.62F, 0.63F}, {0.34F, 0.17F, 0.08F}, spots), 0.55F * (1 - spots) + 0.05F, 1 - spots};
}
inline Surface Dull(V colour, V p, float dirt)
{
    const float d = Clamp(Step(0.42F, 0.8F, 0.6F * Cloud(p * 3.1F) + 0.4F * Cloud(p * 13)) * dirt * 0.7F);
    return {Mix(colour, {0.24F, 0.21F, 0.17F}, d), 0.28F * (1 - d), 0};
}

/// Marches and shades the scene into FOLDER/NAME.ppm; the variable DRAW_WIDTH sets its width.
void Render(const Scene& s, const std::string& folder);

/// Worn, new, leaking and burnt parts.
std::vector<Scene> PartScenes();
/// Walk-round pictures and a scratched bumper.
std::vector<Scene> CarScenes();

} // namespace drawing
