using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;

namespace Pando.Networks.Running;

/// <summary>What is in force, in the network's run directory: it goes with the boot, as the bridge does.</summary>
internal static class LiveNetworkFile
{
    private const string FileName = "live.json";

    public static void Write(InstancePaths paths, LiveNetwork live)
    {
        var directory = Directory.CreateDirectory(paths.NetworkRun(live.Definition.Id)).FullName;
        var content = new LiveNetworkContent(1, NetworkXml.Write(live.Definition), live.FromVersion, live.Transient, live.StartedAt);
        var temporary = Path.Combine(directory, FileName + ".new");
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(content, LiveNetworkJson.Default.LiveNetworkContent));
        // No fsync: after a crash of the host there is no bridge either.
        File.Move(temporary, Path.Combine(directory, FileName), overwrite: true);
    }

    /// <summary>Null where there is none, or none that can be read.</summary>
    public static LiveNetwork? TryRead(InstancePaths paths, NetworkId id)
    {
        try
        {
            var content = JsonSerializer.Deserialize(
                File.ReadAllBytes(Path.Combine(paths.NetworkRun(id), FileName)), LiveNetworkJson.Default.LiveNetworkContent);
            return content is { Xml: not null } && NetworkXml.Read(content.Xml) is var definition && definition.Id == id
                ? new LiveNetwork(definition, content.FromVersion, content.Transient, content.StartedAt)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException or PandoException)
        {
            return null;
        }
    }

    /// <summary>All networks that are active, or were when their daemon or their host died.</summary>
    public static IReadOnlyList<LiveNetwork> All(InstancePaths paths) => !Directory.Exists(paths.NetworkRuns)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(paths.NetworkRuns)
                .Select(directory => NetworkId.TryParse(Path.GetFileName(directory), out var id) ? TryRead(paths, id) : null)
                .OfType<LiveNetwork>()
                .OrderBy(static live => live.Definition.Name, StringComparer.Ordinal),
        ];

    /// <summary>The directories whose records cannot be read.</summary>
    public static IReadOnlyList<string> Unreadable(InstancePaths paths) => !Directory.Exists(paths.NetworkRuns)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(paths.NetworkRuns)
                .Where(directory => !NetworkId.TryParse(Path.GetFileName(directory), out var id) || TryRead(paths, id) is null),
        ];

    public static void Delete(InstancePaths paths, NetworkId id)
    {
        if (Directory.Exists(paths.NetworkRun(id)))
        {
            Directory.Delete(paths.NetworkRun(id), recursive: true);
        }
    }
}

/// <summary>The form on disk. <c>Format</c> grows when a daemon that knows only an older one could not read it.</summary>
internal sealed record LiveNetworkContent(int Format, string Xml, int FromVersion, bool Transient, DateTimeOffset StartedAt);

[JsonSerializable(typeof(LiveNetworkContent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class LiveNetworkJson : JsonSerializerContext;
