using Pando.Model.Ports;

namespace Pando.Domains;

/// <summary>What is stored beside a machine's definition.</summary>
internal static class StoredFacts
{
    private const string AutostartKey = "autostart";

    public static IReadOnlyDictionary<string, string> Of(bool autostart) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [AutostartKey] = autostart ? "yes" : "no" };

    public static bool Autostart(StoredDefinition stored) => stored.Facts.GetValueOrDefault(AutostartKey) == "yes";
}
