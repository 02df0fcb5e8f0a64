using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Devices;

namespace Pando.Qemu.Arguments;

/// <summary>The secrets that stand in a definition itself and that QEMU gets in memory: cookies.</summary>
public static class InlineSecrets
{
    /// <summary>Each with the key that <see cref="GuestDescriptors.Secrets"/> has it under.</summary>
    public static IEnumerable<(string Key, Secret Value)> Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Devices.Disks.Items.SelectMany(DiskLayers.All).OfType<NetworkSource>()
            .Where(source => !source.Cookies.IsEmpty)
            .Select(source => (CurlNode.CookieKey(source), Cookies(source)))
            .DistinctBy(secret => secret.Item1, StringComparer.Ordinal);
    }

    /// <summary>As the Cookie header has them (RFC 6265, section 4.2.1).</summary>
    private static Secret Cookies(NetworkSource source) => new(string.Join("; ", source.Cookies.Items.Select(cookie => $"{cookie.Name}={cookie.Value.Reveal()}")));
}
