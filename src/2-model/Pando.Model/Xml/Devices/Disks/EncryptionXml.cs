using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>encryption</c> element of a disk's source.</summary>
internal static class EncryptionXml
{
    public static DiskEncryption? Read(ElementReader holder)
    {
        if (holder.Child("encryption") is not { } encryption)
        {
            return null;
        }
        return new DiskEncryption
        {
            Format = encryption.RequiredWord<EncryptionFormat>("format"),
            Engine = encryption.Word<EncryptionEngine>("engine"),
            Secrets = encryption.Children("secret").Select(Passphrase).ToEquatableArray(),
        };
    }

    public static XElement? Write(DiskEncryption? encryption) => encryption is null ? null : new XElement("encryption",
        Word<EncryptionFormat>("format", encryption.Format),
        Word("engine", encryption.Engine),
        encryption.Secrets.Items.Select(secret => SecretXml.Write(secret, "passphrase")));

    private static SecretReference Passphrase(ElementReader secret)
    {
        secret.RequiredAttribute("type");
        secret.Only("type", "passphrase");
        return SecretXml.Read(secret);
    }
}
