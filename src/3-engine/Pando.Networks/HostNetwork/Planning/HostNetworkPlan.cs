using System.Text.Json.Serialization;
using Pando.Networks.HostNetwork.Configuration;
using Pando.Networks.HostNetwork.Devices;

namespace Pando.Networks.HostNetwork.Planning;

/// <summary>
/// A change with all that is needed to carry it out and to take it back, also by another daemon: what was, what is to be, and what is
/// to be written. It is a job's input, and so it is on disk before anything is changed.
/// </summary>
/// <param name="Change">What was asked for.</param>
/// <param name="WithinSeconds">How long it may wait to be confirmed.</param>
/// <param name="BootId">In which run of the host: another one begins with what is configured.</param>
/// <param name="Before">The devices that matter as they were.</param>
/// <param name="After">The same devices as they are to be.</param>
internal sealed record HostNetworkPlan(HostNetworkChange Change, int WithinSeconds, string BootId, IReadOnlyList<DeviceState> Before, IReadOnlyList<DeviceState> After)
{
    /// <summary>What manages the devices on this host: <c>ifupdown</c>…; null is nobody that is known.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>What is written when it is confirmed.</summary>
    public IReadOnlyList<FileEdit> Edits { get; init; } = [];

    /// <summary>Whether a way out of the host goes through what is changed.</summary>
    [JsonIgnore]
    public bool CarriesDefaultRoute => Before.Any(static state => state.IsPresent && state.Routes.Any(static route => route.IsDefault));
}

[JsonSerializable(typeof(HostNetworkPlan))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class HostNetworkJson : JsonSerializerContext;
