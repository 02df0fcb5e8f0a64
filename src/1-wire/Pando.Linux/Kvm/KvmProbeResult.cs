using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pando.Linux.Kvm;

/// <summary>Whether KVM can run a machine here.</summary>
public enum KvmVerdict
{
    /// <summary>It ran a guest of ours to its end.</summary>
    Usable,

    /// <summary>There is no /dev/kvm, or no module behind it.</summary>
    NoDevice,

    /// <summary>/dev/kvm may not be opened by this user.</summary>
    NoPermission,

    /// <summary>Another interface version than QEMU speaks.</summary>
    WrongApiVersion,

    /// <summary>An extension that QEMU needs is missing.</summary>
    MissingExtension,

    /// <summary>KVM refused to make a machine (no memory, or another hypervisor holds the processor).</summary>
    Refused,

    /// <summary>It made a machine that could not run ordinary kernel code.</summary>
    GuestDidNotRun,

    /// <summary>It refuses a processor like the host's, which QEMU asks for.</summary>
    HostCpuRefused,

    /// <summary>The probe did not end in time.</summary>
    TimedOut,

    /// <summary>The probe's process died.</summary>
    ProbeDied,

    /// <summary>The probe has no guest for this processor architecture.</summary>
    UnsupportedArchitecture,
}

/// <summary>One thing that was tried.</summary>
/// <param name="Name">A stable word.</param>
/// <param name="Passed">Whether it went as it should.</param>
/// <param name="Detail">What was found.</param>
public sealed record KvmProbeStep(string Name, bool Passed, string? Detail = null);

/// <summary>What the probe found, step by step.</summary>
/// <param name="Verdict">In one word.</param>
/// <param name="Detail">In one English sentence.</param>
/// <param name="Steps">What was tried, up to the first failure.</param>
public sealed record KvmProbeResult(KvmVerdict Verdict, string Detail, IReadOnlyList<KvmProbeStep> Steps)
{
    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, KvmProbeJson.Default.KvmProbeResult);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is something else.</summary>
    public static KvmProbeResult? TryParse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KvmProbeJson.Default.KvmProbeResult) is { Steps: not null, Detail: not null } result
                ? result
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KvmProbeResult))]
internal sealed partial class KvmProbeJson : JsonSerializerContext;
