using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>tpm</c> element.</summary>
internal static class TpmXml
{
    public static TpmDevice Read(ElementReader tpm)
    {
        // A machine has one; the registers of a second would lie where those of the first do.
        tpm.Claim("tpm", "tpm");
        var model = tpm.Word<TpmModel>("model");
        var backend = tpm.RequiredChild("backend");
        var kind = backend.RequiredAttribute("type");
        var version = backend.Word<TpmVersion>("version");
        if (model == TpmModel.TpmCrb && version == TpmVersion.V12)
        {
            throw backend.Conflict("model='tpm-crb'");
        }
        return new TpmDevice
        {
            Model = model,
            Version = version,
            Backend = kind switch
            {
                "passthrough" => new TpmPassthrough(backend.Child("device")?.Path("path")),
                "emulator" => Emulator(backend, version),
                "external" => External(backend.RequiredChild("source")),
                _ => throw backend.BadValue("type", kind, "passthrough | emulator | external"),
            },
            Alias = PlaceXml.Alias(tpm),
        };
    }

    public static XElement Write(TpmDevice tpm, DomainXmlOptions options) => new("tpm",
        Word("model", tpm.Model),
        new XElement("backend", Backend(tpm)),
        PlaceXml.Write(tpm, options));

    private static XObject?[] Backend(TpmDevice tpm) => tpm.Backend switch
    {
        TpmPassthrough own => [Attribute("type", "passthrough"), Word("version", tpm.Version), UnlessEmpty("device", Attribute("path", own.Path))],
        TpmExternal external =>
        [
            Attribute("type", "external"), Word("version", tpm.Version),
            new XElement("source", Attribute("type", "unix"), Attribute("mode", "connect"), Attribute("path", external.SocketPath)),
        ],
        TpmEmulator emulator =>
        [
            Attribute("type", "emulator"), Word("version", tpm.Version), YesNo("persistent_state", emulator.PersistentState),
            UnlessEmpty("encryption", Attribute("secret", emulator.EncryptionSecret?.ToString())),
            emulator.ActivePcrBanks.IsEmpty ? null : new XElement("active_pcr_banks", emulator.ActivePcrBanks.Items.Select(bank => new XElement(XmlWords<TpmPcrBank>.Of(bank)))),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(tpm), tpm.Backend, null),
    };

    private static TpmEmulator Emulator(ElementReader backend, TpmVersion? version)
    {
        var banks = backend.Child("active_pcr_banks");
        if (banks is not null && version == TpmVersion.V12)
        {
            throw banks.Conflict("version='1.2'");
        }
        return new TpmEmulator
        {
            PersistentState = backend.YesNo("persistent_state"),
            EncryptionSecret = backend.Child("encryption") is { } encryption ? Secret(encryption) : null,
            ActivePcrBanks = banks is null ? [] : Enum.GetValues<TpmPcrBank>().Where(bank => banks.Flag(XmlWords<TpmPcrBank>.Of(bank))).ToEquatableArray(),
        };
    }

    private static TpmExternal External(ElementReader source)
    {
        source.RequiredAttribute("type");
        source.Only("type", "unix");
        // QEMU calls the program; the other way round there is none.
        source.Only("mode", "connect");
        return new TpmExternal(source.Path("path") ?? throw source.Missing("@path"));
    }

    private static Guid Secret(ElementReader encryption)
    {
        var text = encryption.RequiredAttribute("secret");
        return Guid.TryParse(text, out var secret) ? secret : throw encryption.BadValue("secret", text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    }
}
