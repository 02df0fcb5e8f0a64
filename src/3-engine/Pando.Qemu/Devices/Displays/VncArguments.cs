using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>VNC servers: -vnc. It takes neither JSON nor a descriptor in QEMU 7.2, so a socket goes by its path.</summary>
internal static class VncArguments
{
    private const int FirstPort = 5900;
    private const int LastDisplay = 99;

    /// <summary>The name of a server in QEMU; null for the first, which QEMU calls by itself.</summary>
    public static string? Name(VncGraphics vnc, DomainDefinition definition) =>
        ReferenceEquals(vnc, definition.Devices.Graphics.Items.OfType<VncGraphics>().First()) ? null : ArgumentContext.Alias(vnc);

    public static IEnumerable<QemuArgument> Of(VncGraphics vnc, ArgumentContext context)
    {
        IReadOnlyList<QemuArgument> credentials = TlsCredentials.Server(Certificates.Vnc, vnc, context, out string? name);
        AudioBackend? audio = vnc.AudioId is { } id
            ? context.Definition.Devices.Audios.Items.First(backend => backend.Id == id)
            : context.Definition.Devices.Audios.Items.FirstOrDefault();
        KeyValueForm form = Listening(vnc)
            .Add("id", Name(vnc, context.Definition))
            // The password itself comes over QMP: a command line can be read by everybody.
            .Add("password", vnc.Password is null ? null : true)
            .Add("tls-creds", name)
            .Add("share", vnc.SharePolicy switch
            {
                VncSharePolicy.AllowExclusive => "allow-exclusive",
                VncSharePolicy.ForceShared => "force-shared",
                VncSharePolicy.Ignore => "ignore",
                _ => null,
            })
            .Add("power-control", vnc.PowerControl)
            .Add("audiodev", audio is null ? null : AudioArguments.Id(audio.Id));
        return [.. credentials, form.As("-vnc"), .. KeymapArguments.Of(vnc, context)];
    }

    private static KeyValueForm Listening(VncGraphics vnc)
    {
        if (vnc.Listens.Items.FirstOrDefault() is NoListen)
        {
            return new KeyValueForm("none");
        }

        if (ListeningAddress.Socket(vnc) is { } path)
        {
            return new KeyValueForm($"unix:{path}");
        }

        string host = ListeningAddress.Bracketed(ListeningAddress.Of(vnc));
        KeyValueForm form = vnc.Port is { } port
            ? new KeyValueForm(string.Create(CultureInfo.InvariantCulture, $"{host}:{port - FirstPort}"))
            // QEMU tries one display after the other and says over QMP which one was free.
            : new KeyValueForm($"{host}:0").Add("to", LastDisplay);
        return form.Add("websocket", vnc.WebSocket?.ToString(CultureInfo.InvariantCulture) ?? (vnc.AutoWebSocket ? "on" : null));
    }
}
