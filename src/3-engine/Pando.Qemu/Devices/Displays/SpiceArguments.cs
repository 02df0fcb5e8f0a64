using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The SPICE server: -spice. QEMU has one; it takes no descriptor, so a socket goes by its path.</summary>
internal static class SpiceArguments
{
    public static IEnumerable<QemuArgument> Of(SpiceGraphics spice, ArgumentContext context)
    {
        if (!ReferenceEquals(context.Definition.Devices.Graphics.Items.OfType<SpiceGraphics>().First(), spice))
        {
            throw GraphicsArguments.Refused(spice, "qemu.reason.one-spice");
        }

        string? certificates = context.Opened.Certificates.GetValueOrDefault(Certificates.Spice);
        if (certificates is null && (spice.TlsPort is not null || spice.DefaultMode == SpiceChannelMode.Secure
            || spice.Channels.Items.Any(channel => channel.Mode == SpiceChannelMode.Secure)))
        {
            throw GraphicsArguments.Refused(spice, "qemu.reason.no-certificates");
        }

        KeyValueForm form = Listening(spice)
            .Add("x509-dir", spice.TlsPort is null ? null : certificates)
            // A password comes over QMP: a command line can be read by everybody.
            .Add("disable-ticketing", spice.Password is null ? true : null)
            .Add("image-compression", spice.Image switch
            {
                null => null,
                SpiceImageCompression.AutoGlz => "auto_glz",
                SpiceImageCompression.AutoLz => "auto_lz",
                { } other => other.ToString().ToLowerInvariant(),
            })
            .Add("jpeg-wan-compression", spice.Jpeg?.ToString().ToLowerInvariant())
            .Add("zlib-glz-wan-compression", spice.Zlib?.ToString().ToLowerInvariant())
            .Add("playback-compression", spice.Playback)
            .Add("streaming-video", spice.Streaming?.ToString().ToLowerInvariant())
            .Add("agent-mouse", spice.MouseMode is { } mode ? mode == SpiceMouseMode.Client : null)
            .Add("disable-copy-paste", spice.ClipboardCopyPaste == false ? true : null)
            .Add("disable-agent-file-xfer", spice.FileTransfer == false ? true : null)
            .Add("gl", spice.Gl?.Enabled)
            .Add("rendernode", spice.Gl?.RenderNode);
        foreach ((SpiceChannelName? channel, SpiceChannelMode wayIn) in Ways(spice))
        {
            form.Add(wayIn == SpiceChannelMode.Secure ? "tls-channel" : "plaintext-channel", channel is { } name ? Word(name) : "default");
        }

        return [form.As("-spice"), .. KeymapArguments.Of(spice, context)];
    }

    private static KeyValueForm Listening(SpiceGraphics spice)
    {
        var form = new KeyValueForm();
        if (ListeningAddress.Socket(spice) is { } path)
        {
            return form.Add("unix", true).Add("addr", path);
        }

        // Nowhere is port 0: clients are handed over.
        return spice.Listens.Items.FirstOrDefault() is NoListen
            ? form.Add("port", 0)
            : form.Add("port", spice.Port).Add("tls-port", spice.TlsPort).Add("addr", ListeningAddress.Of(spice));
    }

    private static IEnumerable<(SpiceChannelName? Channel, SpiceChannelMode Mode)> Ways(SpiceGraphics spice) =>
    [
        .. spice.DefaultMode is { } usual and not SpiceChannelMode.Any ? [(null, usual)] : Array.Empty<(SpiceChannelName?, SpiceChannelMode)>(),
        .. spice.Channels.Items.Select(channel => ((SpiceChannelName?)channel.Name, channel.Mode)),
    ];

    private static string Word(SpiceChannelName name) => name == SpiceChannelName.UsbRedirection ? "usbredir" : name.ToString().ToLowerInvariant();
}
