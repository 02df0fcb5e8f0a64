using System.Globalization;
using Pando.Model.Errors;

namespace Pando.Storage.Tests;

/// <summary>Asserts which named error a piece of work ends with.</summary>
internal static class Failing
{
    public static Task<PandoException> With<T>(ErrorCode code, ValueTask<T> work) => With(code, work.AsTask());

    public static Task<PandoException> With(ErrorCode code, ValueTask work) => With(code, work.AsTask());

    public static async Task<PandoException> With(ErrorCode code, Task work)
    {
        var failure = await Assert.ThrowsAnyAsync<PandoException>(() => work);
        Assert.Equal(code, failure.Code);
        // A reason without a text would show its key, a fact without its value its name.
        foreach (var told in new[] { failure.Message, failure.Describe(CultureInfo.GetCultureInfo("vi")) })
        {
            Assert.DoesNotContain(".reason.", told, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\{[a-z-]+\}", told);
        }
        return failure;
    }
}
