using Pando.Libvirt;
using Pando.LibvirtServer.Errors;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Tests;

public sealed class ErrorAnswersTests
{
    [Fact]
    public void What_the_engine_refuses_has_libvirts_number_and_its_words_before_ours()
    {
        var error = ErrorAnswers.Of(new CallerException(ErrorCodes.Domain.AlreadyRunning, ("name", "web1")));
        Assert.Equal((LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu), (error.Number, error.Domain));
        Assert.StartsWith("Requested operation is not valid: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("web1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_of_ours_says_nothing_of_its_insides()
    {
        var error = ErrorAnswers.Of(new InvalidOperationException("secret"));
        Assert.Equal(LibvirtErrorNumber.InternalError, error.Number);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
