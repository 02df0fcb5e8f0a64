using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Where sound goes and comes from (-audiodev): sound cards and displays refer to it.</summary>
internal static class AudioArguments
{
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"audio{number}");

    /// <summary>The backend of a sound card: its own, or the first.</summary>
    public static string? IdOf(SoundDevice sound, ArgumentContext context) =>
        (sound.AudioId ?? context.Definition.Devices.Audios.Items.FirstOrDefault()?.Id) is { } id ? Id(id) : null;

    public static QemuArgument Of(AudioBackend audio) => new JsonForm()
        .Add("id", Id(audio.Id))
        .Add("driver", Driver(audio.Driver))
        .Add("timer-period", audio.TimerPeriodMicroseconds)
        .Add("in", Stream(audio.Input))
        .Add("out", Stream(audio.Output))
        .Add("try-mmap", audio.OssTryMemoryMap)
        .Add("exclusive", audio.OssExclusive)
        .Add("dsp-policy", audio.OssDspPolicy)
        .Add("server", audio.PulseServer)
        // fopen(3): neither a descriptor nor a set of them.
        .Add("path", audio.FilePath)
        .As("-audiodev");

    private static JsonForm? Stream(AudioStream stream) => stream == AudioStream.Unsaid
        ? null
        : new JsonForm()
            .Add("mixing-engine", stream.MixingEngine)
            .Add("fixed-settings", stream.FixedSettings)
            .Add("voices", stream.Voices)
            .Add("buffer-length", stream.BufferMicroseconds)
            .Add("frequency", stream.Frequency)
            .Add("channels", stream.Channels)
            .Add("format", stream.Format?.ToString().ToLowerInvariant())
            .Add("dev", stream.Device)
            .Add("buffer-count", stream.BufferCount)
            .Add("try-poll", stream.TryPoll)
            .Add("server-name", stream.JackServer)
            .Add("client-name", stream.JackClient)
            .Add("connect-ports", stream.JackConnectPorts)
            .Add("exact-name", stream.JackExactName)
            .Add("name", stream.PulseName)
            .Add("stream-name", stream.PulseStreamName)
            .Add("latency", stream.PulseLatencyMicroseconds);

    private static string Driver(AudioDriver driver) => driver switch
    {
        AudioDriver.PulseAudio => "pa",
        AudioDriver.File => "wav",
        _ => driver.ToString().ToLowerInvariant(),
    };
}
