using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Qemu.Tests;

public sealed class QemuErrorsTests
{
    [Fact]
    public void A_refusal_is_the_peers_in_its_own_words()
    {
        PandoException error = QemuErrors.Of(new QmpErrorException("device_del", "DeviceNotFound", "Device 'x' not found"), "vm1");

        Assert.IsType<PeerException>(error);
        Assert.Equal(ErrorCodes.Domain.QemuRefused, error.Code);
        Assert.Equal("QEMU refused 'device_del' for machine 'vm1'. Device 'x' not found", error.Message);
    }

    [Fact]
    public void A_silence_says_how_long_and_for_what()
    {
        PandoException error = QemuErrors.Of(new QmpTimeoutException("stop", TimeSpan.FromSeconds(1.5)), "vm1");

        Assert.IsType<PeerException>(error);
        Assert.Equal("QEMU of machine 'vm1' did not answer within 1.5 s (stop).", error.Message);
    }

    [Fact]
    public void A_lost_connection_is_the_machinerys()
    {
        foreach (QmpException failure in (QmpException[])[new QmpClosedException("stop"), new QmpProtocolException("x", "stop")])
        {
            PandoException error = QemuErrors.Of(failure, "vm1");
            Assert.IsType<MachineryException>(error);
            Assert.Equal(ErrorCodes.Domain.QemuLost, error.Code);
            Assert.Same(failure, error.InnerException);
        }
    }
}
