using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains.Guests;

/// <summary>
/// What is in force, in the machine's run directory: what a daemon that comes later adopts the process by.
/// It holds the definition's secrets, so that only the daemon's user may read it.
/// </summary>
internal static class LiveDomainFile
{
    private const string FileName = "live.json";

    public static void Write(InstancePaths paths, LiveDomain live)
    {
        var content = new LiveContent(
            1, Text(live.Definition), live.FromVersion, live.Process,
            live.Accelerator, live.StartedAt, live.Transient, live.Files)
        {
            Number = live.Number,
            AgentLimit = live.AgentLimit,
            SideProcesses = live.SideProcesses,
            HostSide = live.HostSide,
            Taints = live.Taints.IsEmpty ? null : [.. live.Taints.Items],
            Confinement = live.Confinement,
            Images = live.Images.IsEmpty ? null : [.. live.Images.Items],
            LastImage = live.LastImage,
            Plugging = live.Plugging is { } plug ? new PlugContent(Text(plug.Definition), [.. plug.Aliases.Items], plug.Files) { HostSide = plug.HostSide } : null,
            AbsentDevices = live.AbsentDevices.IsEmpty ? null : [.. live.AbsentDevices.Items],
            UnplugAsked = live.UnplugAsked.IsEmpty ? null : [.. live.UnplugAsked.Items],
        };
        var directory = paths.DomainRun(live.Definition.Id);
        var temporary = Path.Combine(directory, FileName + ".new");
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, content, LiveJson.Default.LiveContent);
        }
        // No fsync: after a crash of the host there is no process to adopt either.
        File.Move(temporary, Path.Combine(directory, FileName), overwrite: true);
    }

    /// <summary>Whether what <see cref="TryRead"/> threw says that the record cannot be used.</summary>
    public static bool IsUnreadable(Exception failure) =>
        failure is JsonException or InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException or Model.Errors.PandoException;

    /// <summary>Null where nothing was written yet; throws what is wrong with it otherwise.</summary>
    public static LiveDomain? TryRead(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        using var file = File.OpenRead(path);
        var content = JsonSerializer.Deserialize(file, LiveJson.Default.LiveContent)
            ?? throw new InvalidDataException($"{path} is empty.");
        if (content is not { Xml: not null, Process: not null, Files: not null } || DomainXml.Read(content.Xml) is not { } definition || definition.Id.ToString() != Path.GetFileName(directory))
        {
            throw new InvalidDataException($"{path} is not this machine's.");
        }
        return new LiveDomain(
            definition, content.FromVersion, content.Process, content.Accelerator, content.StartedAt,
            content.Transient, content.Files)
        {
            Number = content.Number,
            AgentLimit = content.AgentLimit,
            SideProcesses = content.SideProcesses ?? [],
            HostSide = content.HostSide ?? TakenHostSide.Nothing,
            Taints = (content.Taints ?? []).ToEquatableArray(),
            Plugging = content.Plugging is { } plug
                ? new PlugUnderWay(DomainXml.Read(plug.Xml), plug.Aliases.ToEquatableArray(), plug.Files) { HostSide = plug.HostSide ?? TakenHostSide.Nothing }
                : null,
            AbsentDevices = (content.AbsentDevices ?? []).ToEquatableArray(),
            UnplugAsked = (content.UnplugAsked ?? []).ToEquatableArray(),
            Confinement = content.Confinement,
            Images = (content.Images ?? []).ToEquatableArray(),
            LastImage = content.LastImage,
        };
    }

    /// <summary>The devices, by alias, that a running machine has something of the host for: it goes when the guest releases them, or with the machine.</summary>
    public static IReadOnlyCollection<string> HeldAliases(string directory)
    {
        try
        {
            return [.. TryRead(directory)?.HostSide.Aliases ?? Enumerable.Empty<string>()];
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return [];
        }
    }

    private static string Text(DomainDefinition definition) =>
        DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = true, Live = true });
}

/// <summary>The form on disk. <c>Format</c> grows when a daemon that knows only an older one could not read it.</summary>
internal sealed record LiveContent(
    int Format, string Xml, int FromVersion, GuestProcess Process, AcceleratorVerdict Accelerator, DateTimeOffset StartedAt,
    bool Transient, IReadOnlyList<HeldFile> Files)
{
    /// <summary>Null in what an earlier daemon wrote.</summary>
    public int? Number { get; init; }

    public TimeSpan? AgentLimit { get; init; }

    /// <summary>What runs beside QEMU; null in what an earlier daemon wrote.</summary>
    public IReadOnlyList<SideProcess>? SideProcesses { get; init; }

    /// <summary>What stays on the host; null in what an earlier daemon wrote.</summary>
    public TakenHostSide? HostSide { get; init; }

    public IReadOnlyList<Taint>? Taints { get; init; }

    public PlugContent? Plugging { get; init; }

    public IReadOnlyList<string>? AbsentDevices { get; init; }

    public IReadOnlyList<string>? UnplugAsked { get; init; }

    /// <summary>Null in what an earlier daemon wrote.</summary>
    public IReadOnlyList<RunningImage>? Images { get; init; }

    public int LastImage { get; init; }

    /// <summary>What confines it; null in what an earlier daemon wrote.</summary>
    public GuestConfinement? Confinement { get; init; }
}

/// <summary><see cref="PlugUnderWay"/> on disk.</summary>
internal sealed record PlugContent(string Xml, IReadOnlyList<string> Aliases, IReadOnlyList<HeldFile> Files)
{
    /// <summary>Null in what an earlier daemon wrote.</summary>
    public TakenHostSide? HostSide { get; init; }
}

[JsonSerializable(typeof(LiveContent))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class LiveJson : JsonSerializerContext;
