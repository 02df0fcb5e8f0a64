using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Displays as others see them: -vnc. It takes neither JSON nor a descriptor in QEMU 7.2, so a socket goes by its path.</summary>
internal static class GraphicsArguments
{
    private const int FirstPort = 5900;
    private const int LastDisplay = 99;

    public static IEnumerable<QemuArgument> Of(GraphicsDevice graphics, ArgumentContext context)
    {
        if (graphics is not VncGraphics vnc)
        {
            throw new ArgumentOutOfRangeException(nameof(graphics), graphics, "A display that has no arguments.");
        }

        KeyValueForm form = Listening(vnc)
            // The password itself comes over QMP: a command line can be read by everybody.
            .Add("password", vnc.Password is null ? null : true)
            .Add("audiodev", context.Definition.Devices.Audios.Items.FirstOrDefault() is { } audio ? AudioArguments.Id(audio) : null);
        return vnc.Keymap is null ? [form.As("-vnc")] : [form.As("-vnc"), new QemuArgument("-k", vnc.Keymap)];
    }

    private static KeyValueForm Listening(VncGraphics vnc)
    {
        GraphicsListen? listen = vnc.Listens.Items.FirstOrDefault();
        if (listen is SocketListen socket)
        {
            string path = socket.Path ?? throw new ArgumentException("The display's socket has no path yet.", nameof(vnc));
            return new KeyValueForm($"unix:{path}");
        }

        string host = Host((listen as AddressListen)?.Address ?? IPAddress.Loopback.ToString());
        return vnc.Port is { } port
            ? new KeyValueForm(string.Create(CultureInfo.InvariantCulture, $"{host}:{port - FirstPort}"))
            // QEMU tries one display after the other and says over QMP which one was free.
            : new KeyValueForm($"{host}:0").Add("to", LastDisplay);
    }

    private static string Host(string address) =>
        IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address;
}

/// <summary>Where sound goes: a display refers to it.</summary>
internal static class AudioArguments
{
    public static string Id(AudioBackend audio) => string.Create(CultureInfo.InvariantCulture, $"audio{audio.Id}");

    public static QemuArgument Of(AudioBackend audio) =>
        new JsonForm().Add("id", Id(audio)).Add("driver", "none").As("-audiodev");
}
