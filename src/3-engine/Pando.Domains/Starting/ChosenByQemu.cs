using System.Globalization;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>What a definition leaves to QEMU and what is known only once it runs: terminals and ports.</summary>
internal static class ChosenByQemu
{
    public static async Task<DomainDefinition> FillInAsync(DomainDefinition definition, IQmpExecutor session, CancellationToken cancellationToken)
    {
        var devices = definition.Devices;
        if (CharacterEnds.Of(devices).Any(end => end.Backend is PtyBackend))
        {
            var paths = await TerminalsAsync(session, cancellationToken);
            devices = CharacterEnds.Change(devices, (device, end) => Terminal(end, device, paths));
        }
        if (devices.Graphics.Items.OfType<VncGraphics>().Any(vnc => (vnc.AutoPort && vnc.Port is null) || (vnc.AutoWebSocket && vnc.WebSocket is null)))
        {
            var servers = await session.ExecuteAsync(new QueryVncServers(), null, cancellationToken);
            devices = devices with
            {
                Graphics = devices.Graphics.Items.Select(graphics => graphics is VncGraphics vnc ? WithPorts(vnc, servers) : graphics).ToEquatableArray(),
            };
        }
        return definition with { Devices = devices };
    }

    /// <summary>QEMU calls the first server by a name of its own, the others as we do.</summary>
    private static VncGraphics WithPorts(VncGraphics vnc, IReadOnlyList<VncServerInfo> servers)
    {
        var server = servers.FirstOrDefault(server => server.Id.Equals(vnc.Alias?.Name, StringComparison.Ordinal))
            ?? servers.FirstOrDefault(server => server.Id.Equals("default", StringComparison.Ordinal));
        return vnc with
        {
            Port = vnc.AutoPort ? vnc.Port ?? Port(server, browsers: false) : vnc.Port,
            WebSocket = vnc.AutoWebSocket ? vnc.WebSocket ?? Port(server, browsers: true) : vnc.WebSocket,
        };
    }

    private static int? Port(VncServerInfo? server, bool browsers) =>
        server?.Server.FirstOrDefault(socket => socket.Websocket == browsers) is { } socket
            && int.TryParse(socket.Service, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? port
                : null;

    /// <summary>By alias: QEMU calls the character device of serial0 <c>charserial0</c>.</summary>
    private static async Task<Dictionary<string, string>> TerminalsAsync(IQmpExecutor session, CancellationToken cancellationToken)
    {
        const string prefix = "char";
        var all = await session.ExecuteAsync(new QueryChardev(), null, cancellationToken);
        return all.Where(device => device.PtyPath is not null && device.Label.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(device => device.Label[prefix.Length..], device => device.PtyPath!, StringComparer.Ordinal);
    }

    private static CharacterBackend Terminal(CharacterBackend backend, Device device, Dictionary<string, string> paths) =>
        backend is PtyBackend pty && paths.TryGetValue(device.Alias!.Value.Name, out var path) ? pty with { Path = path } : backend;
}
