namespace Pando.Libvirt.Tests;

/// <summary>The numbers that programs look at, from libvirt's virterror.h. Some have a warning of nearly the same name.</summary>
public sealed class ErrorNumberTests
{
    [Theory]
    [InlineData(LibvirtErrorNumber.NoDomain, 42)]
    [InlineData(LibvirtErrorNumber.NoNetwork, 43)]
    [InlineData(LibvirtErrorNumber.WarNoNetwork, 41)]
    [InlineData(LibvirtErrorNumber.NoStoragePool, 49)]
    [InlineData(LibvirtErrorNumber.NoStorageVol, 50)]
    [InlineData(LibvirtErrorNumber.NoNodeDevice, 53)]
    [InlineData(LibvirtErrorNumber.OperationInvalid, 55)]
    [InlineData(LibvirtErrorNumber.NoInterface, 57)]
    [InlineData(LibvirtErrorNumber.NoNwfilter, 62)]
    [InlineData(LibvirtErrorNumber.NoSecret, 66)]
    [InlineData(LibvirtErrorNumber.AgentUnresponsive, 86)]
    public void An_error_has_libvirts_number(LibvirtErrorNumber error, int number) => Assert.Equal(number, (int)error);
}
