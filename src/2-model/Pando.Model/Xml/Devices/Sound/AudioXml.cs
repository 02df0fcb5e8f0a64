using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>audio</c> element.</summary>
internal static class AudioXml
{
    public static AudioBackend Read(ElementReader audio)
    {
        var driver = audio.RequiredWord<AudioDriver>("type");
        var id = audio.Number("id", 1, 255) ?? throw audio.Missing("@id");
        audio.Claim("audio", id.ToString(CultureInfo.InvariantCulture));
        var oss = driver == AudioDriver.Oss;
        return new AudioBackend(id)
        {
            Driver = driver,
            TimerPeriodMicroseconds = audio.Number("timerPeriod"),
            Input = AudioStreamXml.Read(audio.Child("input"), driver),
            Output = AudioStreamXml.Read(audio.Child("output"), driver),
            OssTryMemoryMap = oss ? audio.YesNo("tryMMap") : null,
            OssExclusive = oss ? audio.YesNo("exclusive") : null,
            OssDspPolicy = oss ? audio.Number("dspPolicy", -1, 10) : null,
            PulseServer = driver == AudioDriver.PulseAudio ? audio.Attribute("serverName") : null,
            SdlDriver = driver == AudioDriver.Sdl ? audio.Word<SdlAudioDriver>("driver") : null,
            FilePath = driver == AudioDriver.File ? audio.Path("path") : null,
        };
    }

    public static XElement Write(AudioBackend audio) => new("audio",
        Attribute("id", audio.Id),
        Word<AudioDriver>("type", audio.Driver),
        Attribute("timerPeriod", audio.TimerPeriodMicroseconds),
        YesNo("tryMMap", audio.OssTryMemoryMap),
        YesNo("exclusive", audio.OssExclusive),
        Attribute("dspPolicy", audio.OssDspPolicy),
        Attribute("serverName", audio.PulseServer),
        Word("driver", audio.SdlDriver),
        Attribute("path", audio.FilePath),
        AudioStreamXml.Write("input", audio.Input),
        AudioStreamXml.Write("output", audio.Output));
}
