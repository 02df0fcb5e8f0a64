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
        if (devices.Graphics.Items.OfType<VncGraphics>().Any(vnc => vnc.Port is null or -1))
        {
            var vnc = await session.ExecuteAsync(new QueryVnc(), null, cancellationToken);
            if (int.TryParse(vnc.Service, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                devices = devices with
                {
                    Graphics = devices.Graphics.Items.Select(graphics => graphics is VncGraphics ours ? ours with { Port = port } : graphics).ToEquatableArray(),
                };
            }
        }
        return definition with { Devices = devices };
    }

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
