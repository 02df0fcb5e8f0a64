using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Changing;

/// <summary>A definition with one I/O thread more or less.</summary>
internal static class IoThreadLists
{
    /// <exception cref="CallerException"><c>domain.iothread-there</c></exception>
    public static DomainDefinition With(DomainDefinition definition, IoThreadDefinition thread) => Has(definition, thread.Id)
        ? throw new CallerException(ErrorCodes.Domain.IoThreadThere, ("name", definition.Name), ("thread", Text(thread.Id)))
        : definition with { IoThreads = definition.IoThreads.Add(thread) };

    /// <summary>What was said of its processors goes with it.</summary>
    /// <exception cref="CallerException"><c>domain.no-such-iothread</c>, <c>domain.iothread-in-use</c></exception>
    public static DomainDefinition Without(DomainDefinition definition, int number)
    {
        if (!Has(definition, number))
        {
            throw new CallerException(ErrorCodes.Domain.NoSuchIoThread, ("name", definition.Name), ("thread", Text(number)));
        }
        if (IoThreadUsers.Of(definition, number) is [var user, ..])
        {
            throw new CallerException(ErrorCodes.Domain.IoThreadInUse, ("name", definition.Name), ("thread", Text(number)), ("device", user));
        }
        var tuning = definition.CpuTuning;
        return definition with
        {
            IoThreads = definition.IoThreads.RemoveAll(thread => thread.Id == number),
            CpuTuning = tuning with
            {
                IoThreadPins = tuning.IoThreadPins.RemoveAll(pin => pin.Thread == number),
                IoThreadScheduling = tuning.IoThreadScheduling.RemoveAll(one => one.Thread == number),
            },
        };
    }

    private static bool Has(DomainDefinition definition, int number) => definition.IoThreads.Items.Any(thread => thread.Id == number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
