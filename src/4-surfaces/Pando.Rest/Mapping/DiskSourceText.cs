using System.Globalization;
using Pando.Model.Domains.Devices;

namespace Pando.Rest.Mapping;

/// <summary>Where a disk's content is, in one line for people: a path, a URL, a pool and its volume. It holds no secret.</summary>
internal static class DiskSourceText
{
    public static string Of(DiskSource source) => source switch
    {
        { HostPath: { } path } => path,
        DirectorySource folder => folder.Path,
        VolumeSource volume => $"{volume.Pool}/{volume.Volume}",
        NvmeSource nvme => string.Create(CultureInfo.InvariantCulture, $"nvme://{nvme.Controller}/{nvme.Namespace}"),
        VhostUserSource user => user.SocketPath,
        NetworkSource network => $"{network.Protocol.ToString().ToLowerInvariant()}://{Host(network)}/{network.Name?.TrimStart('/')}",
        _ => source.GetType().Name,
    };

    private static string Host(NetworkSource network) => network.Hosts.IsEmpty ? "" : network.Hosts[0] switch
    {
        { SocketPath: { } socket } => socket,
        { Port: { } port, Name: { } name } => string.Create(CultureInfo.InvariantCulture, $"{Bracketed(name)}:{port}"),
        var host => Bracketed(host.Name!),
    };

    private static string Bracketed(string name) => name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name;
}
