using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The password of a display: <c>passwd</c>, <c>passwdValidTo</c> and <c>connected</c>.</summary>
internal static class DisplayPasswordXml
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss";

    public static DisplayPassword? Read(ElementReader display, int longest)
    {
        var until = display.Attribute("passwdValidTo");
        var connected = display.Word<DisplayConnected>("connected");
        // Without a password nothing ends and nobody is sent away: libvirt leaves such words out.
        if (display.Attribute("passwd") is not { } password)
        {
            return null;
        }
        return password.Length > 0 && password.Length <= longest
            ? new DisplayPassword(new Secret(password)) { ValidTo = until is null ? null : Time(display, until), Connected = connected }
            : throw display.BadValue("passwd", "***", string.Create(CultureInfo.InvariantCulture, $"1…{longest}"));
    }

    public static IEnumerable<XAttribute?> Write(DisplayPassword? password, DomainXmlOptions options) => password is null ? [] :
    [
        options.IncludeSecrets ? Attribute("passwd", password.Value.Reveal()) : null,
        Attribute("passwdValidTo", password.ValidTo?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)),
        Word("connected", password.Connected),
    ];

    private static DateTimeOffset Time(ElementReader display, string value) =>
        DateTimeOffset.TryParseExact(value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw display.BadValue("passwdValidTo", value, TimeFormat.Replace("'", "", StringComparison.Ordinal));
}
