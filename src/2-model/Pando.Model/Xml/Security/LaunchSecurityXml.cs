using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Xml.Features;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Security;

/// <summary>The <c>launchSecurity</c> element.</summary>
internal static class LaunchSecurityXml
{
    private const string Sev = "sev";

    private static readonly Func<char, bool> Base64 = static letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/' or '=' or '-' or '_' or '\n';

    public static SevLaunch Read(ElementReader launch)
    {
        if (launch.RequiredAttribute("type") == "s390-pv")
        {
            throw ForeignElements.OnlyMainframe(launch);
        }
        launch.Only("type", Sev);
        return new SevLaunch
        {
            KernelHashes = launch.YesNo("kernelHashes"),
            CbitPosition = (int?)launch.Child("cbitpos")?.TextNumber(0, 63),
            ReducedPhysicalBits = (int?)launch.Child("reducedPhysBits")?.TextNumber(0, 63),
            Policy = launch.RequiredChild("policy").TextNumber(0, uint.MaxValue),
            DhCertificate = Blob(launch.Child("dhCert")),
            Session = Blob(launch.Child("session")),
        };
    }

    public static XElement Write(SevLaunch launch) => new("launchSecurity",
        Attribute("type", Sev),
        YesNo("kernelHashes", launch.KernelHashes),
        Number("cbitpos", launch.CbitPosition),
        Number("reducedPhysBits", launch.ReducedPhysicalBits),
        Text("policy", "0x" + launch.Policy.ToString("x4", CultureInfo.InvariantCulture)),
        Text("dhCert", launch.DhCertificate),
        Text("session", launch.Session));

    private static string? Blob(ElementReader? element) => element?.Text() is null ? null : element.TextPlain(Base64, "base64", 65536);

    private static XElement? Number(string name, int? value) => value is null ? null : new XElement(name, value.Value.ToString(CultureInfo.InvariantCulture));
}
