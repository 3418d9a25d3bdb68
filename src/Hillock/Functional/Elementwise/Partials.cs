using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Functional;

/// <summary>What is done with a partial derivative of a function of two numbers.</summary>
internal interface IPartialVisitor
{
    /// <summary>Does it with the function itself or a first derivative, which are worth vectors.</summary>
    void Visit<TPartial>(TPartial partial)
        where TPartial : struct, IBinaryFunction;

    /// <summary>Does it with a higher derivative.</summary>
    void VisitHigher<TPartial>(TPartial partial)
        where TPartial : struct, IBinaryFunction;
}

/// <summary>Makes derivatives of functions, the orders chosen when running.</summary>
/// <remarks>
/// A type that names a derivative of its own argument would have no end for a compiler that compiles everything ahead of time, so the orders that networks
/// use are written out. Higher orders are made when first asked for, by a runtime that can.
/// </remarks>
internal static class Partials
{
    /// <summary>The highest sum of orders that is written out.</summary>
    internal const int Highest = 3;

    /// <summary>Hands <c>∂ⁱ⁺ʲf/∂xⁱ∂yʲ</c> to a visitor.</summary>
    /// <exception cref="NotSupportedException">The orders are too high for a program published ahead of time.</exception>
    internal static void Visit<TFunction, TVisitor>(TFunction function, int orderX, int orderY, TVisitor visitor)
        where TFunction : struct, IBinaryFunction
        where TVisitor : struct, IPartialVisitor, allows ref struct
    {
        if (orderX + orderY > Highest)
        {
            if (!RuntimeFeature.IsDynamicCodeSupported)
            {
                throw TooHigh();
            }

            if (orderX > 0)
            {
                Visit(new PartialX<TFunction>(function), orderX - 1, orderY, visitor);
            }
            else
            {
                Visit(new PartialY<TFunction>(function), orderX, orderY - 1, visitor);
            }

            return;
        }

        switch (orderX, orderY)
        {
            case (0, 0):
                visitor.Visit(function);
                break;
            case (1, 0):
                visitor.Visit(new PartialX<TFunction>(function));
                break;
            case (0, 1):
                visitor.Visit(new PartialY<TFunction>(function));
                break;
            case (2, 0):
                visitor.VisitHigher(new PartialX<PartialX<TFunction>>(new(function)));
                break;
            case (1, 1) when TFunction.HasSlopes:
                // The slope in x is the quotient or the line, that in y the logarithm or the polynomial.
                visitor.VisitHigher(new PartialY<PartialX<TFunction>>(new(function)));
                break;
            case (1, 1):
                visitor.VisitHigher(new PartialX<PartialY<TFunction>>(new(function)));
                break;
            case (0, 2):
                visitor.VisitHigher(new PartialY<PartialY<TFunction>>(new(function)));
                break;
            case (3, 0):
                visitor.VisitHigher(new PartialX<PartialX<PartialX<TFunction>>>(new(new(function))));
                break;
            case (2, 1):
                visitor.VisitHigher(new PartialX<PartialX<PartialY<TFunction>>>(new(new(function))));
                break;
            case (1, 2):
                visitor.VisitHigher(new PartialX<PartialY<PartialY<TFunction>>>(new(new(function))));
                break;
            default:
                visitor.VisitHigher(new PartialY<PartialY<PartialY<TFunction>>>(new(new(function))));
                break;
        }
    }

    internal static NotSupportedException TooHigh() => new(
        $"Derivatives of an order above {Highest} need a runtime that compiles while running, which a program published ahead of time has not.");
}
