using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>auth</c> element of a disk on another host.</summary>
internal static class LoginXml
{
    public static SourceLogin? Read(ElementReader source, NetworkProtocol protocol)
    {
        if (source.Child("auth") is not { } auth)
        {
            return null;
        }
        var secret = auth.RequiredChild("secret");
        var kind = secret.Attribute("type");
        var expected = protocol switch
        {
            NetworkProtocol.Rbd => "ceph",
            NetworkProtocol.Iscsi => "iscsi",
            NetworkProtocol.Http or NetworkProtocol.Https or NetworkProtocol.Ftp or NetworkProtocol.Ftps => null,
            _ => throw auth.Conflict($"@protocol='{XmlWords<NetworkProtocol>.Of(protocol)}'"),
        };
        if (expected is null ? kind is not (null or "ceph" or "iscsi") : kind != expected)
        {
            throw kind is null ? secret.Missing("@type") : secret.BadValue("type", kind, expected ?? "iscsi");
        }
        return new SourceLogin(auth.RequiredAttribute("username"), kind, SecretXml.Read(secret));
    }

    public static XElement? Write(SourceLogin? login) =>
        login is null ? null : new XElement("auth", Attribute("username", login.UserName), SecretXml.Write(login.Secret, login.Kind));
}
