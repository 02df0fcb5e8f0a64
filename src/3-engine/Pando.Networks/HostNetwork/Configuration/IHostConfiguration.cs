using Pando.Networks.HostNetwork.Devices;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>What is to survive a start of the host.</summary>
/// <param name="Root">Where the host's files are: <c>/</c>.</param>
/// <param name="Change">What was asked for.</param>
/// <param name="Made">The device that is made, as it is to be.</param>
/// <param name="Cards">The devices under it, as they were.</param>
internal sealed record ConfigurationWish(string Root, HostNetworkChange Change, DeviceState Made, IReadOnlyList<DeviceState> Cards)
{
    public string Path(string path) => System.IO.Path.Combine(Root, path);

    /// <summary>The address of the made device in the usual form.</summary>
    public string? Mac => Made.Mac is { } mac ? new Pando.Model.Domains.Devices.MacAddress(mac).ToString() : null;
}

/// <summary>One of the ways in which hosts configure their network.</summary>
internal interface IHostConfiguration
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>What is to be written so that a change survives; null where the devices are not configured in this way.</summary>
    /// <exception cref="Model.Errors.CallerException"><c>hostnet.configuration-unclear</c>: they are, in a form that is not changed here.</exception>
    IReadOnlyList<FileEdit>? Edits(ConfigurationWish wish);
}
