using System.Globalization;
using System.Security.Cryptography;
using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;

namespace Pando.Networks;

/// <summary>
/// A definition as somebody wrote it becomes one that is stored: what was left open of its bridge is chosen once, so that it stays the
/// same for ever.
/// </summary>
internal static class NetworkIntake
{
    private const string UsualBridge = "virbr%d";
    private const int MostBridges = 4096;
    private const int QemuPrefixBits = 24;

    /// <summary>Reads a definition and completes it.</summary>
    /// <param name="xml">libvirt's network XML.</param>
    /// <param name="known">The networks that there are.</param>
    public static NetworkDefinition Read(string xml, IReadOnlyList<NetworkView> known)
    {
        var definition = NetworkXml.Read(xml);
        // Defined once more without what was chosen, it keeps that.
        var before = known.FirstOrDefault(view => view.Name == definition.Name)?.Definition;
        return definition.MakesBridge ? Complete(definition, before is { MakesBridge: true } ? before : null, known) : definition;
    }

    private static NetworkDefinition Complete(NetworkDefinition definition, NetworkDefinition? before, IReadOnlyList<NetworkView> known) => definition with
    {
        Bridge = definition.Bridge! with { Name = NameOf(definition, before, known) },
        Mac = definition.Mac ?? before?.Mac ?? MacAddress.WithQemuPrefix(RandomNumberGenerator.GetInt32(1 << QemuPrefixBits)),
    };

    private static IReadOnlyList<string> Devices(string network)
    {
        IReadOnlyList<string> names = [];
        KernelErrors.Of(network, () =>
        {
            using var links = NetworkLinks.Open();
            names = [.. links.All().Select(static link => link.Name)];
        });
        return names;
    }

    private static string NameOf(NetworkDefinition definition, NetworkDefinition? before, IReadOnlyList<NetworkView> known)
    {
        var wanted = definition.Bridge!.Name;
        if (wanted?.Contains("%d", StringComparison.Ordinal) == false)
        {
            return wanted;
        }
        if (wanted is null && before?.Bridge?.Name is { } kept)
        {
            return kept;
        }
        var taken = Devices(definition.Name)
            .Concat(known.Where(view => view.Name != definition.Name).Select(static view => view.Definition.Bridge?.Name).OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, MostBridges)
            .Select(number => (wanted ?? UsualBridge).Replace("%d", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            .First(name => !taken.Contains(name));
    }
}
