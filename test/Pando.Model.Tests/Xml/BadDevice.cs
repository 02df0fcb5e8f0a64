using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>A definition with one device that cannot be.</summary>
internal static class BadDevice
{
    /// <summary>It is refused with this code, at this place of the devices.</summary>
    public static void IsRefused(string device, string code, string place)
    {
        var refusal = Assert.Throws<CallerException>(() => DomainXml.Read(
            $"<domain type='qemu'><name>vm1</name><memory>1024</memory><vcpu>1</vcpu><os><type>hvm</type></os><devices>{device}</devices></domain>"));

        Assert.Equal($"definition.{code}", refusal.Code.Name);
        Assert.Equal($"/domain/devices/{place}", refusal.Facts.First(fact => fact.Name == "element").Value);
        Assert.NotEmpty(refusal.Message);
    }
}
