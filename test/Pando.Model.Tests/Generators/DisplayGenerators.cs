using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.DeviceGenerators;
using static Pando.Model.Tests.Generators.Generate;
using static Pando.Model.Tests.Generators.HostSideGenerators;

namespace Pando.Model.Tests.Generators;

/// <summary>Displays of every type, and video cards.</summary>
internal static class DisplayGenerators
{
    public static Gen<GraphicsDevice> Display(int number) =>
        Gen.OneOf(Vnc, Spice, Egl, Dbus, Sdl).With(Alias("graphics", number), (display, alias) => display with { Alias = alias });

    public static Gen<VideoDevice> Video(int number) =>
        from model in number == 0
            ? MaybeValue(Gen.Elements(VideoModel.Vga, VideoModel.Virtio, VideoModel.Qxl, VideoModel.Bochs, VideoModel.Cirrus, VideoModel.VmVga, VideoModel.RamFrameBuffer))
            : Gen.Elements<VideoModel?>(VideoModel.Virtio, VideoModel.Qxl)
        let virtio = model == VideoModel.Virtio
        let qxl = model == VideoModel.Qxl
        from driver in virtio ? MaybeAny<VideoDriver>() : Gen.Elements<VideoDriver?>(VideoDriver.Qemu, null)
        from video in Gen.Constant(new VideoDevice { Model = model, Driver = driver })
            .With(MaybeNumber(1024, 65536), (d, v) => d with { VramKiB = model is null ? null : v })
            .With(MaybeNumber(0, 65536), (d, v) => d with { RamKiB = qxl ? v : null })
            .With(MaybeNumber(0, 65536), (d, v) => d with { Vram64KiB = qxl ? v : null })
            .With(MaybeNumber(0, 65536), (d, v) => d with { VgaMemoryKiB = qxl ? v : null })
            .With(MaybeNumber(1, 4), (d, v) => d with { Heads = model is null ? null : v })
            .With(MaybeBool, (d, v) => d with { Blob = virtio ? v : null })
            .With(MaybeBool, (d, v) => d with { Accel3D = model is null || (v == true && !virtio) ? null : v })
            .With(Maybe(FilePath), (d, v) => d with { RenderNode = model is null ? null : v })
            .With(Maybe(from x in Gen.Choose(1, 4096) from y in Gen.Choose(1, 4096) select new VideoResolution(x, y)), (d, v) => d with { Resolution = model is null ? null : v })
            .With(Virtio, (d, v) => d with { Virtio = v })
            .With(Bool, (d, v) => d with { Primary = v && number == 0 && model is not null })
            .With(Alias("video", number), (d, v) => d with { Alias = v })
            .With(Pci(5, number), (d, v) => d with { Address = v })
        select video;

    private static Gen<GraphicsDevice> Vnc =>
        from listen in Maybe(Listen)
        let ports = listen is not (SocketListen or NoListen)
        from vnc in Gen.Constant(new VncGraphics { Listens = listen is null ? [] : [listen] })
            .With(MaybeNumber(5900, 65535), (d, v) => d with { Port = ports ? v : null })
            .With(Bool, (d, v) => d with { AutoPort = v && ports })
            .With(MaybeNumber(1, 65535), (d, v) => d with { WebSocket = ports ? v : null })
            .With(Bool, (d, v) => d with { AutoWebSocket = v && ports && d.WebSocket is null })
            .With(Maybe(Password(8, Gen.Elements<DisplayConnected?>(DisplayConnected.Keep, null))), (d, v) => d with { Password = v })
            .With(Keymap, (d, v) => d with { Keymap = v })
            .With(MaybeAny<VncSharePolicy>(), (d, v) => d with { SharePolicy = v })
            .With(MaybeBool, (d, v) => d with { PowerControl = v })
        select (GraphicsDevice)vnc;

    private static Gen<GraphicsDevice> Spice =>
        from listen in Maybe(Listen.Where(listen => listen is not SocketListen { Path: null }))
        let ports = listen is not (SocketListen or NoListen)
        from auto in Bool
        from spice in Gen.Constant(new SpiceGraphics { Listens = listen is null ? [] : [listen], AutoPort = auto && ports })
            .With(MaybeNumber(1, 65535), (d, v) => d with { Port = ports && !auto ? v : null })
            .With(MaybeNumber(1, 65535), (d, v) => d with { TlsPort = ports && !auto ? v : null })
            .With(Maybe(Password(60, MaybeAny<DisplayConnected>())), (d, v) => d with { Password = v })
            .With(Keymap, (d, v) => d with { Keymap = v })
            .With(Gen.Elements<SpiceChannelMode?>(SpiceChannelMode.Secure, SpiceChannelMode.Insecure, null), (d, v) => d with { DefaultMode = v })
            .With(Channels, (d, v) => d with { Channels = v })
            .With(MaybeAny<SpiceImageCompression>(), (d, v) => d with { Image = v })
            .With(MaybeAny<SpiceCompression>(), (d, v) => d with { Jpeg = v })
            .With(MaybeAny<SpiceCompression>(), (d, v) => d with { Zlib = v })
            .With(MaybeBool, (d, v) => d with { Playback = v })
            .With(MaybeAny<SpiceStreaming>(), (d, v) => d with { Streaming = v })
            .With(MaybeAny<SpiceMouseMode>(), (d, v) => d with { MouseMode = v })
            .With(MaybeBool, (d, v) => d with { ClipboardCopyPaste = v })
            .With(MaybeBool, (d, v) => d with { FileTransfer = v })
            .With(Gl, (d, v) => d with { Gl = v })
        select (GraphicsDevice)spice;

    private static Gen<GraphicsDevice> Egl => Maybe(FilePath).Select(path => (GraphicsDevice)new EglHeadlessGraphics { RenderNode = path });

    private static Gen<GraphicsDevice> Dbus =>
        from address in Maybe(Line)
        from peers in Bool
        from gl in Gl
        select (GraphicsDevice)new DbusGraphics { BusAddress = address, PeerToPeer = peers && address is null, Gl = gl };

    private static Gen<GraphicsDevice> Sdl =>
        from display in Maybe(Line)
        from authority in Maybe(Line)
        from full in Bool
        from gl in MaybeBool
        select (GraphicsDevice)new SdlGraphics { Display = display, Xauthority = authority, FullScreen = full, Gl = gl };

    private static Gen<GraphicsListen> Listen => Gen.OneOf(
        Maybe(Word("0123456789.:abcdef")).Select(address => (GraphicsListen)new AddressListen(address)),
        from name in Line from address in Maybe(Word("0123456789.")) select (GraphicsListen)new NetworkListen(name, address),
        Maybe(FilePath).Select(path => (GraphicsListen)new SocketListen(path)),
        Gen.Constant<GraphicsListen>(new NoListen()));

    private static Gen<DisplayPassword> Password(int longest, Gen<DisplayConnected?> connected) =>
        from password in Word("ab<>'&\" c", longest)
        from seconds in MaybeNumber(0, int.MaxValue)
        from others in connected
        select new DisplayPassword(new Secret(password))
        {
            ValidTo = seconds is { } since ? DateTimeOffset.FromUnixTimeSeconds(since) : null,
            Connected = others,
        };

    private static Gen<EquatableArray<SpiceChannel>> Channels =>
        from names in Some<SpiceChannelName>()
        from mode in Gen.Elements(SpiceChannelMode.Secure, SpiceChannelMode.Insecure)
        select names.Items.Select(name => new SpiceChannel(name, mode)).ToEquatableArray();

    private static Gen<DisplayGl?> Gl => Maybe(from enabled in Bool from node in Maybe(FilePath) select new DisplayGl(enabled, node));

    private static Gen<string?> Keymap => Maybe(Word("abz-", 8));
}
